/** How much memory the process has. */

/**
 * In bytes. Where it cannot be told (Linux has it in `/proc`, which a jail may lack, and which cannot be opened with too
 * many files open), the most that it ever had: a status must not fail over it.
 */
export function residentBytes(): number {
  try {
    return process.memoryUsage.rss();
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
