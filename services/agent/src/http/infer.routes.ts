import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Gate } from './gate';
import { Refusal } from '../common/refusal';
import type { EntryKey } from '../journal/journal';
import { type Judged, type PictureService, bodyLimit, pictureBytes } from '../inference/picture-service';

export const recordQuery = z.object({
  /** `false`: the answer is all; the picture does not become a result of the device. */
  record: z.stringbool().default(true),
  /** What the result's `inputFile` says. */
  file: z.string().max(256).optional(),
});
const inferBody = z.object({ image: z.string() });

/** `POST /infer` of the YOLO chart (S4-22), with `label` and `box` (x1, y1, x2, y2 in 0..1) added. */
export function inferRoutes(server: FastifyInstance, pictures: PictureService, gate: Gate): void {
  server.post('/infer', { onRequest: gate.enter, bodyLimit }, async (request, reply) => {
    const body = inferBody.safeParse(request.body);
    if (!body.success)
      throw new Refusal('invalid', 'The body must be {"image": "<base64 of a JPEG, PNG or WebP>"}.');
    const { record, file } = parseQuery(request.query);
    const asked = { file: file ?? `http/${request.id}`, record, source: 'http' } as const;
    const judged = await pictures.judge(pictureBytes(body.data.image), asked);
    tellKey(reply, judged.key);
    return { detections: detections(judged) };
  });
}

export function parseQuery(query: unknown): z.infer<typeof recordQuery> {
  const parsed = recordQuery.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new Refusal('invalid', '?record= must be true or false, ?file= at most 256 characters.');
}

/** Tells the sender under which key the result will arrive upstream. */
export function tellKey(reply: Pick<FastifyReply, 'header'>, key: EntryKey | undefined): void {
  if (key !== undefined) reply.header('tutti-result', `${key.journal}/${key.seq}`);
}

function detections({ active, prediction }: Judged) {
  if (prediction.task === 'detection')
    return prediction.boxes.map(({ classId, score, label, box }) => ({
      class: classId,
      confidence: score,
      label,
      box,
    }));
  const { label, score } = prediction;
  return [{ class: active.model.info.labels.indexOf(label), confidence: score, label, box: null }];
}
