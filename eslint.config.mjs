import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Who may import whom (style.md, "Boundaries"). Tags stand in each project.json. */
const depConstraints = [
  { sourceTag: 'layer:kernel', onlyDependOnLibsWithTags: [], bannedExternalImports: ['*'] },
  {
    sourceTag: 'layer:contracts',
    onlyDependOnLibsWithTags: ['layer:kernel'],
    allowedExternalImports: ['zod'],
  },
  {
    sourceTag: 'layer:adapter',
    onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts', 'layer:adapter', 'layer:testing'],
    bannedExternalImports: ['@nestjs/*'],
  },
  {
    sourceTag: 'layer:testing',
    onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts', 'layer:adapter'],
    bannedExternalImports: ['@nestjs/*'],
  },
  {
    sourceTag: 'layer:kit',
    onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts', 'layer:adapter', 'layer:testing'],
  },
  {
    sourceTag: 'layer:service',
    onlyDependOnLibsWithTags: [
      'layer:kernel',
      'layer:contracts',
      'layer:adapter',
      'layer:kit',
      'layer:testing',
    ],
  },
  {
    sourceTag: 'layer:edge',
    onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts', 'layer:adapter', 'layer:testing'],
    bannedExternalImports: ['@nestjs/*', 'typeorm'],
  },
  {
    sourceTag: 'layer:ui',
    onlyDependOnLibsWithTags: ['layer:contracts'],
    bannedExternalImports: ['@nestjs/*', 'typeorm'],
  },
  { sourceTag: 'layer:standalone', onlyDependOnLibsWithTags: ['*'] },
];

const pureFiles = ['**/*.state.ts', '**/*.decider.ts', '**/*.projection.ts', '**/*.process.ts'];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/gen/**',
      '**/fixtures/**',
      '.nx/**',
      '.tutti*/**',
      '**/*.mjs',
      '**/vite.config.ts',
    ],
  },
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], depConstraints, enforceBuildableLibDependency: false },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'process.env is read in config.ts only.',
        },
      ],
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'max-params': ['error', 4],
      'max-depth': ['error', 3],
    },
  },
  {
    files: pureFiles,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!@tutti/(kernel|contracts/)|\\.{1,2}/.*\\.(state|decider|projection|process)$)',
              message: 'A pure domain file imports kernel, contracts and other pure domain files only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/config.ts', '**/vitest.config.ts', 'libs/testing/**', 'bench/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.spec.ts', '**/*.suite.ts', '**/*.spec.tsx', 'bench/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off' },
  },
  {
    files: ['services/console/**/*.tsx', 'services/console/**/*.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
    },
  },
);
