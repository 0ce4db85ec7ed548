/** A worker that answers every job with the most memory that its heap may take, MB. */
import { parentPort, resourceLimits } from 'node:worker_threads';

parentPort?.on('message', () => parentPort?.postMessage({ value: resourceLimits.maxOldGenerationSizeMb }));
parentPort?.postMessage({ ready: true });
