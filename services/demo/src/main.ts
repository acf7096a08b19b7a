import { parseOptions } from './options';
import type { Programs } from './plant/plant';
import { run } from './run';

/** What `npm run demo` runs. */
export const runDemo = (argv: readonly string[], programs: Programs): Promise<void> =>
  run(parseOptions(argv), programs);
