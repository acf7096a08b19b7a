import { z } from 'zod';

/**
 * What an import or export tells beside its result. `note`: taken, but look. `skipped`: this file is not stored.
 * `loss`: something that we do not keep; without `lossy` nothing at all is stored.
 */
export type Severity = 'note' | 'skipped' | 'loss';

export const reportSeverities = {
  'box.clipped': 'note',
  'box.outside': 'note',
  'box.turned': 'note',
  'label.missing': 'note',
  'picture.animated': 'note',
  'file.ignored': 'note',

  'file.unsafe-name': 'skipped',
  'file.link': 'skipped',
  'file.encrypted': 'skipped',
  'file.compression': 'skipped',
  'file.duplicate': 'skipped',
  'file.nested-archive': 'skipped',
  'file.too-large': 'skipped',
  'file.bomb': 'skipped',
  'file.corrupt': 'skipped',
  'label.unreadable': 'skipped',
  'label.unknown-class': 'skipped',
  'label.contradictory': 'skipped',
  'label.too-many-boxes': 'skipped',
  'label.unfit': 'skipped',
  'picture.missing': 'skipped',
  'picture.invalid': 'skipped',
  'picture.ambiguous': 'skipped',
  'picture.size-mismatch': 'skipped',
  'picture.without-class': 'skipped',

  'loss.polygon': 'loss',
  'loss.mask': 'loss',
  'loss.crowd': 'loss',
  'loss.keypoints': 'loss',
  'loss.rotated-box': 'loss',
  'loss.score': 'loss',
  'loss.attributes': 'loss',
  'loss.class-outside-schema': 'loss',
  'loss.unlabelled': 'loss',
  'loss.split': 'loss',
} as const satisfies Record<string, Severity>;

export type ReportCode = keyof typeof reportSeverities;

/** Everything of one kind that an import or export met; `examples` are the first few. */
export const reportLine = z.object({
  code: z.enum(Object.keys(reportSeverities) as [ReportCode, ...ReportCode[]]),
  severity: z.enum(['note', 'skipped', 'loss']),
  count: z.number().int(),
  examples: z.array(z.object({ where: z.string(), detail: z.string() })),
});
export type ReportLine = z.infer<typeof reportLine>;
