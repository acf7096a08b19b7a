import { type Box, type Prediction, iou } from '@tutti/vision';

const leastOverlap = 0.5;

/**
 * Whether two models decided the same of a picture. Classification: the same label. Detection: the same objects, that
 * is, boxes can be paired so that each pair has one label and overlaps by half (IoU).
 */
export function sameDecision(one: Prediction, other: Prediction): boolean {
  if (one.task !== other.task) return false;
  if (one.task === 'classification') return one.label === other.label;
  return one.boxes.length === other.boxes.length && canPair(one.boxes, other.boxes);
}

/** Maximum matching by augmenting paths (Kuhn): a pair that was made too early is made anew. */
function canPair(ones: readonly Box[], others: readonly Box[]): boolean {
  const pairs = new Map<Box, Box>();
  const pair = (one: Box, tried: Set<Box>): boolean =>
    others.some((other) => {
      if (tried.has(other) || !sameObject(one, other)) return false;
      tried.add(other);
      const rival = pairs.get(other);
      if (rival !== undefined && !pair(rival, tried)) return false;
      pairs.set(other, one);
      return true;
    });
  return ones.every((one) => pair(one, new Set()));
}

const sameObject = (one: Box, other: Box): boolean =>
  one.label === other.label && iou(one.box, other.box) >= leastOverlap;
