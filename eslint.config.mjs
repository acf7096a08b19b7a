import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { projectBoundaries, pureDomain } from './infra/dev/boundaries.mjs';

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
  projectBoundaries(nx),
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
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
      // A switch over all events or commands is one decision.
      complexity: ['error', { max: 10, variant: 'modified' }],
      'max-params': ['error', 4],
      'max-depth': ['error', 3],
    },
  },
  pureDomain,
  {
    files: ['**/*.migration.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: 'typeorm',
          importNames: ['Table'],
          message: 'createTable of @tutti/database makes the same table on every database.',
        },
      ],
    },
  },
  {
    files: [
      '**/config.ts',
      '**/vitest.config.ts',
      '**/*.spec.ts',
      '**/e2e/**',
      'libs/testing/**',
      'bench/**',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['services/console/**/*.tsx', 'services/console/**/*.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.suite.ts', '**/*.spec.tsx', 'bench/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off' },
  },
);
