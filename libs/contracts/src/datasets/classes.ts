import { z } from 'zod';

/** Stable and never used again: what labels, exports and models name a class by. */
export const classKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'may have lower case letters, digits, - and _');
export const className = z.string().trim().min(1).max(64);
const classColour = z.string().regex(/^#[0-9a-f]{6}$/, 'must look like #1a2b3c');
/** One key of a keyboard. */
const classShortcut = z.string().regex(/^[a-z0-9]$/, 'must be one letter or digit');
const classDescription = z.string().max(512);
export const maxClassId = 65_535;
/** Never used again; 0 to 65,535, as formats that know numbers alone (YOLO, COCO) write it. */
const classId = z.number().int().min(0).max(maxClassId);

export const maxClasses = 1000;

const given = {
  name: className,
  colour: classColour,
  shortcut: classShortcut.optional(),
  description: classDescription.optional(),
};

/** A class as events carry it. */
export const labelClass = z.strictObject({ key: classKey, id: classId, ...given });
export type LabelClass = z.infer<typeof labelClass>;

/** A class as people and archives propose it: what is absent is chosen. */
export const proposedClass = z.strictObject({
  ...given,
  key: classKey.optional().describe('Made of the name when absent'),
  id: classId.optional().describe('The next free number when absent'),
  colour: classColour.optional().describe('The next of a palette when absent'),
});
export type ProposedClass = z.infer<typeof proposedClass>;

/** Merge patch (RFC 7396): `null` removes. */
export const changeClass = z.strictObject({
  name: className.optional(),
  colour: classColour.optional(),
  shortcut: classShortcut.nullable().optional(),
  description: classDescription.nullable().optional(),
  relabel: z
    .boolean()
    .optional()
    .describe('The class means something else now: its items must be looked at again'),
});
export type ChangeClass = z.infer<typeof changeClass>;

/** Twelve that stay apart for most eyes: after Paul Tol's "muted" and "bright" schemes. */
const palette = [
  '#4477aa',
  '#ee6677',
  '#228833',
  '#ccbb44',
  '#66ccee',
  '#aa3377',
  '#cc6677',
  '#332288',
  '#88ccee',
  '#999933',
  '#44aa99',
  '#882255',
] as const;

export const colourOf = (id: number): string => palette[id % palette.length] ?? palette[0];

/** Names of classes that fold to the same are one name to people: full width, case and spaces around it do not tell them apart. */
export const foldClassName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/** The key that a class of this name gets; undefined when nothing of the name can stand in a key. */
export const classKeyOf = (name: string): string | undefined => {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^[-_]+|-+$/g, '')
    .slice(0, 63);
  return slug === '' ? undefined : slug;
};
