/** How long tests wait for what must come, ms. It only matters where it never does: no test may fail for a machine that is busy. */
export const PATIENCE = 120_000;
