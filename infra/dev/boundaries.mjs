// Who may import whom (docs/adr/0003-boundaries.md). Tags stand in each project.json.
const adapters = ['layer:kernel', 'layer:contracts', 'layer:adapter', 'layer:testing'];

export const depConstraints = [
  { sourceTag: 'layer:kernel', onlyDependOnLibsWithTags: ['layer:kernel'], bannedExternalImports: ['*'] },
  {
    sourceTag: 'layer:contracts',
    onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts'],
    bannedExternalImports: ['@nestjs/*', 'typeorm', '@nats-io/*'],
  },
  { sourceTag: 'layer:adapter', onlyDependOnLibsWithTags: adapters, bannedExternalImports: ['@nestjs/*'] },
  { sourceTag: 'layer:testing', onlyDependOnLibsWithTags: adapters, bannedExternalImports: ['@nestjs/*'] },
  { sourceTag: 'layer:kit', onlyDependOnLibsWithTags: [...adapters, 'layer:kit'] },
  { sourceTag: 'layer:service', onlyDependOnLibsWithTags: [...adapters, 'layer:kit'] },
  {
    sourceTag: 'layer:edge',
    onlyDependOnLibsWithTags: adapters,
    bannedExternalImports: ['@nestjs/*', 'typeorm'],
  },
  {
    sourceTag: 'layer:ui',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:testing'],
    bannedExternalImports: ['@nestjs/*', 'typeorm', '@nats-io/*'],
  },
  { sourceTag: 'layer:standalone', onlyDependOnLibsWithTags: ['*'] },
];

/** Imports between projects, cycles, and packages that a layer must not know. Needs nx's project graph. */
export const projectBoundaries = (nx) => ({
  plugins: { '@nx': nx },
  rules: {
    '@nx/enforce-module-boundaries': [
      'error',
      { allow: [], depConstraints, enforceBuildableLibDependency: false },
    ],
  },
});

/** Domain files are pure: they import kernel, contracts and each other. */
export const pureDomain = {
  files: ['**/*.state.ts', '**/*.decider.ts', '**/*.projection.ts', '**/*.process.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: '^(?!@tutti/(kernel$|contracts/)|\\.{1,2}/.*\\.(state|decider|projection|process)$)',
            message: 'A pure domain file imports kernel, contracts and other pure domain files only.',
          },
        ],
      },
    ],
  },
};
