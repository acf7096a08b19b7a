import { namesPicture } from './paths';
import type { SourceDataset } from './read-dataset';
import type { FormatSource } from './source';

/** Pictures without a word about them. */
export function readPictures(source: FormatSource): SourceDataset {
  return {
    format: 'pictures',
    classes: [],
    async *pictures() {
      for (const path of source.names) if (namesPicture(path)) yield { path, fileName: path };
    },
  };
}
