/**
 * What can be wrong with a field, in words that follow its name and say what to do; `{max}` and the like are parameters.
 * The codes are stable: whoever shows a refusal to people may say it in their language.
 */
export const faultTexts = {
  missing: 'is missing: it must be given',
  unknown: 'is not known here: leave it out',
  'not-text': 'must be text',
  'not-number': 'must be a number',
  'not-whole': 'must be a whole number',
  'not-boolean': 'must be true or false',
  'not-list': 'must be a list',
  'not-object': 'must be an object',
  'not-null': 'must be null',
  'not-value': 'must be {value}',
  'not-one-of': 'must be one of {values}',
  'not-time': 'must be a time like 2026-11-23T08:00:00Z',
  'not-uuid': 'must be a UUID',
  'not-url': 'must be a URL',
  'not-base64': 'must be Base64',
  'not-like': 'must look like {pattern} (a regular expression)',
  'key-not-like': 'is no name that can be used here: it must look like {pattern} (a regular expression)',
  'not-multiple': 'must be a multiple of {divisor}',
  empty: 'must not be empty',
  'too-short': 'must have at least {min} characters',
  'too-long': 'must have at most {max} characters',
  'too-few': 'must have at least {min} entries',
  'too-many': 'must have at most {max} entries',
  'too-small': 'must be at least {min}',
  'not-above': 'must be more than {min}',
  'too-great': 'must be at most {max}',
  'not-below': 'must be less than {max}',
  invalid: 'is not possible here: see the API description for what is',
} as const;

export type FaultCode = keyof typeof faultTexts;
export type FaultParams = Readonly<Record<string, string | number>>;

/** A text with its parameters filled in. */
export const fillIn = (text: string, params: FaultParams = {}): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
