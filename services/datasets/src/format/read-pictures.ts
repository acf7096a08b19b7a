import { namesPicture, splitOf } from './paths';
import type { SourceDataset } from './read-dataset';
import type { FormatSource } from './source';

/** Pictures without a word about them; their splits, where all lie in folders that are called so. */
export function readPictures(source: FormatSource): SourceDataset {
  const wordOf = (path: string): string => path.split('/').at(-2) ?? '';
  return {
    format: 'pictures',
    classes: [],
    async *pictures() {
      const paths = [...source.names].filter(namesPicture);
      const hasSplits = paths.every((path) => splitOf(wordOf(path)) !== undefined);
      for (const path of paths) {
        const split = hasSplits ? splitOf(wordOf(path)) : undefined;
        yield { path, fileName: path, ...(split === undefined ? {} : { split }) };
      }
    },
  };
}
