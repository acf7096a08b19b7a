import { type Candidate, type Corners, type NmsOptions, nms } from '@tutti/vision';

/** Boxes of one object, said by several cells, overlap more than this; so do boxes of two classes for one object. */
export const suppression: NmsOptions = { iouThreshold: 0.35, crossClassIou: 0.35, maxBoxes: 100 };

/** What average precision looks at; less sure boxes hardly change it. */
export const lowestScore = 0.05;

/** What `boxes` [cells, 4] and `scores` [cells, classes] find, down to the lowest score. */
export function foundBoxes(boxes: Float32Array, scores: Float32Array): readonly Candidate[] {
  const classes = scores.length / (boxes.length / 4);
  const candidates: Candidate[] = [];
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at] ?? 0;
    if (score < lowestScore) continue;
    const place = Math.floor(at / classes) * 4;
    const box = [...boxes.subarray(place, place + 4)] as unknown as Corners;
    candidates.push({ classId: at % classes, score, box });
  }
  return nms(candidates, suppression);
}
