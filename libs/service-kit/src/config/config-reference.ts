import type { z } from 'zod';
import { isSecret, type ConfigSchema } from './config-schema';

interface Row {
  readonly name: string;
  readonly fallback: string;
  readonly description: string;
}

const fallbackOf = (schema: z.ZodType): string => {
  const absent = schema.safeParse(undefined);
  if (!absent.success) return '**required**';
  return absent.data === undefined
    ? ''
    : `\`${typeof absent.data === 'string' ? absent.data : JSON.stringify(absent.data)}\``;
};

const describeKey = (name: string, schema: z.ZodType): Row => {
  const description = schema.description;
  if (description === undefined) throw new Error(`The configuration key ${name} has no description.`);
  return {
    name: isSecret(schema) ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``,
    fallback: fallbackOf(schema),
    description: (isSecret(schema) ? `${description} Secret.` : description)
      .replaceAll('|', '\\|')
      .replaceAll('\n', ' '),
  };
};

/** The configuration reference of one service, as a Markdown table. Refuses a key without a description. */
export const configReference = (title: string, schema: ConfigSchema): string => {
  const rows = Object.entries(schema.shape).map(([name, value]) => describeKey(name, value));
  return [
    `## ${title}`,
    '',
    '| Variable | Default | Meaning |',
    '|---|---|---|',
    ...rows.map(({ name, fallback, description }) => `| ${name} | ${fallback} | ${description} |`),
    '',
  ].join('\n');
};
