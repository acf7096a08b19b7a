import { DiskCache } from '../work/disk-cache';

/** Writes until it is killed, and says how many it has written. */
const cache = new DiskCache({ file: process.argv[2] ?? '', maxBytes: 1_000_000_000 });
for (let at = 0; ; at++) {
  cache.set('killed', [[`k${at}`, Float32Array.from({ length: 10 }, (_, index) => at + index)]]);
  process.stdout.write(`${at + 1}\n`);
}
