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
    if (tokens[index] === undefined || (token !== '*' && token !== tokens[index])) return false;
  }
  return filter.length === tokens.length;
};
