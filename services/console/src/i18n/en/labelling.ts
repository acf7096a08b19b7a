export const labelling = { title: 'Label' } as const;
