import type { Device } from '@tutti/contracts/devices';
import type { FrameCount, Frame } from '@tutti/contracts/datasets';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { nameOfPart } from '../plant/line-camera';
import { percent } from '../terminal/table';
import { freshParts, newBelt, warningScore } from './belt';
import { type Accuracy, type Range, accuracyOf, numberOf, settledResults } from './results';
import { type Line, type Story, pageOf } from './story';

const sampling = {
  ...{ threshold: warningScore, boxes: null, margin: null, entropy: null, audit: 0 },
  ...{ perDay: 40, bytesPerDay: 10_000_000 },
};
/** Doubtful pictures that are worth a person's time. */
const enoughFrames = 90;

export interface Warned {
  /** When the first edge warned, on the clock of `performance`. */
  readonly at: number;
  /** How the model did, from the first new part to the warnings. */
  readonly before: Accuracy;
}

/** Two parts that the model does not know: scores fall, edges warn, and keep the pictures that they doubt. */
export const newParts = async (story: Story): Promise<Warned> => {
  const { narrator, watch, lines } = story;
  narrator.chapter(`Two new parts come along the belt: ${freshParts.map(nameOfPart).join(' and ')}`);
  for (const line of lines) await setSettings(story, line);
  narrator.say(
    `Each edge warns of scores below ${warningScore}, and sends such pictures: ${pageOf(story, `edges/${lines[0]?.deviceId ?? ''}`)}`,
  );
  const ranges = new Map<Line, Range>();
  for (const line of lines) {
    ranges.set(line, { from: line.camera.number + 1, to: Number.MAX_SAFE_INTEGER });
    line.camera.show(newBelt);
  }
  const at = await watch.time('New parts: until edges warn', () => untilWarned(story));
  await watch.time('New parts: doubtful pictures arrive', () => untilSampled(story));
  const judged = await Promise.all(
    lines.map(async (line) => {
      const from = ranges.get(line)?.from ?? 0;
      return (await settledResults(story, line)).filter((result) => numberOf(result) >= from);
    }),
  );
  const before = accuracyOf(judged.flat());
  narrator.warn(
    `Since they came it is right in ${percent(before.right)} of ${before.results} results, mean score ${before.meanScore.toFixed(2)}.`,
  );
  return { at, before };
};

const setSettings = async ({ tutti }: Story, { deviceId }: Line): Promise<void> => {
  const { version } = await tutti.get<Device>(`devices/${deviceId}`);
  await tutti.put(`devices/${deviceId}/settings`, { sampling, warningScore }, { 'if-match': `"${version}"` });
};

/** The log hears of warnings half a minute after the first of them. */
const untilWarned = async (story: Story): Promise<number> => {
  const { tutti, patience, narrator, lines } = story;
  const told = new Set<string>();
  let first: number | undefined;
  return patience.until({ what: 'A warning of each edge', where: pageOf(story, 'events') }, async () => {
    const { items } = await tutti.get<{ items: LoggedEvent[] }>(
      'events?context=devices&type=DeviceWarned&limit=50',
    );
    for (const { id, subject, data } of items.filter((event) => !told.has(event.id))) {
      told.add(id);
      first ??= performance.now();
      const line = lines.find(({ deviceId }) => subject.endsWith(deviceId));
      narrator.warn(
        `${line?.serial ?? subject} warns: ${String(data['count'])} results below ${String(data['below'])}, the lowest ${Number(data['lowest']).toFixed(2)}`,
      );
    }
    narrator.waiting(
      `Scores fall; an edge's warnings are gathered for half a minute (${told.size} of ${lines.length}) …`,
    );
    return told.size >= lines.length ? first : undefined;
  });
};

const untilSampled = async (story: Story): Promise<void> => {
  const { tutti, patience, narrator, truth } = story;
  const count = await patience.until(
    { what: 'Arrival of doubtful pictures', where: pageOf(story, 'datasets') },
    async () => {
      const { count: found } = await tutti.get<FrameCount>('frames/count');
      narrator.waiting(`${found} of ${enoughFrames} doubtful pictures …`);
      return found >= enoughFrames ? found : undefined;
    },
  );
  const frames = await tutti.all<Frame>('frames');
  const fresh = frames.filter(({ digest }) => freshParts.some((key) => key === truth.get(digest)));
  narrator.done(
    `${count} doubtful pictures were chosen and sent by the edges; ${fresh.length} show a new part.`,
  );
};
