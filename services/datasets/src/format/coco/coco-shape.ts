import { z } from 'zod';

// cocodataset.org, "Data format". Other fields are let through and not looked at.
const id = z.union([z.number(), z.string()]).transform(String);
const text = z.string().max(4096);

export const cocoImage = z.looseObject({
  id,
  file_name: text,
  width: z.number().nullish(),
  height: z.number().nullish(),
});

export const cocoCategory = z.looseObject({
  id: z.number().int().nonnegative(),
  name: text.min(1),
});

export const cocoAnnotation = z.looseObject({
  image_id: id,
  category_id: z.number().int().nonnegative(),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  segmentation: z.unknown().optional(),
  iscrowd: z.unknown().optional(),
  keypoints: z.array(z.number()).nullish(),
  score: z.number().nullish(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
});
export type CocoAnnotation = z.infer<typeof cocoAnnotation>;

/** The outside only: what is in the lists is looked at one by one, so that one bad line is one line of the report. */
export const cocoDocument = z.looseObject({
  info: z.unknown().optional(),
  images: z.array(z.unknown()),
  annotations: z.array(z.unknown()),
  categories: z.array(z.unknown()),
});
export type CocoDocument = z.infer<typeof cocoDocument>;
