export const versions = { title: 'Versions' } as const;
