import type { Inference } from '@tutti/contracts/devices';
import { pictureName } from '../plant/line-camera';
import { type Line, type Story, pageOf } from './story';

export interface Accuracy {
  readonly results: number;
  /** Share of results that say what the picture shows. */
  readonly right: number;
  readonly meanScore: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const accuracyOf = (results: readonly Inference[]): Accuracy => ({
  results: results.length,
  right: mean(results.map(({ correct }) => (correct === true ? 1 : 0))),
  meanScore: mean(results.map(({ score }) => score)),
});

/** Results of a line whose pictures were numbered so; they say themselves what the picture showed. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const numberOf = ({ inputFile }: Inference): number => Number.parseInt(inputFile, 10);

export const resultsOf = ({ tutti }: Story, { deviceId }: Line): Promise<readonly Inference[]> =>
  tutti.all<Inference>(`inferences?deviceId=${deviceId}`);

/** Waits until the line's newest picture of now is judged; answers with all of its results. */
export const settledResults = async (story: Story, line: Line): Promise<readonly Inference[]> => {
  const { number } = line.camera;
  const wanted = {
    what: `A result of ${line.serial}'s picture ${number}`,
    where: pageOf(story, `edges/${line.deviceId}`),
  };
  return story.patience.until({ ...wanted, seconds: 60 }, async () => {
    const { items } = await story.tutti.get<{ items: Inference[] }>(
      `inferences?deviceId=${line.deviceId}&pageSize=1`,
    );
    const newest = items[0];
    return newest !== undefined && numberOf(newest) >= number ? resultsOf(story, line) : undefined;
  });
};

/** Proves that no picture was passed over, whatever judged it: each of the camera's numbers has its result. */
export const provedWithoutGap = async (story: Story): Promise<number> => {
  let pictures = 0;
  for (const line of story.lines) {
    const { number } = line.camera;
    const names = Array.from({ length: number }, (_, at) => pictureName(at + 1));
    const wanted = {
      what: `A result of each of the ${number} pictures of ${line.serial}`,
      where: pageOf(story, `edges/${line.deviceId}`),
    };
    // Two replicas take in results side by side: an older one may come after the newest.
    pictures += await story.patience.until({ ...wanted, seconds: 60 }, async () => {
      const judged = new Set((await resultsOf(story, line)).map(({ inputFile }) => inputFile));
      return names.every((name) => judged.has(name)) ? number : undefined;
    });
  }
  return pictures;
};
