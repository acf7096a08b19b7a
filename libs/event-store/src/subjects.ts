/** True for subjects that one of the filters covers, by NATS's rules: `*` is one token, `>` the rest. */
export const subjectMatcher = (filters: readonly string[]): ((subject: string) => boolean) => {
  const split = filters.map((filter) => filter.split('.'));
  return (subject) => {
    const tokens = subject.split('.');
    return split.some((filter) => covers(filter, tokens));
  };
};

const covers = (filter: readonly string[], tokens: readonly string[]): boolean => {
  for (const [index, token] of filter.entries()) {
    if (token === '>') return tokens.length > index;
    const given = tokens[index];
    if (given === undefined || given === '>' || (token !== '*' && token !== given)) return false;
  }
  return filter.length === tokens.length;
};

/** The filters without those that another one includes: the server refuses a consumer whose filters overlap. */
export const widestFilters = (filters: readonly string[]): string[] =>
  [...new Set(filters)].filter(
    (filter, _, all) => !all.some((other) => other !== filter && covers(other.split('.'), filter.split('.'))),
  );
