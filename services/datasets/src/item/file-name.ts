/** Characters that no file system minds and no terminal obeys. */
const unwelcome = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}/\\:*?"<>|]/gu;
const longest = 200;

/**
 * What is kept of a file's name, for exports: its last part, in composed form (NFC), without what file systems and
 * terminals take for something else, 200 characters with its ending. Undefined when nothing is left of it.
 */
export const fileNameOf = (given: string | undefined): string | undefined => {
  const last = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  const plain = last.toWellFormed().normalize('NFC').replaceAll(unwelcome, '_').trim();
  if (/^[._\s]*$/.test(plain)) return undefined;
  if (plain.length <= longest) return plain;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  return `${plain
    .slice(0, longest - ending.length)
    .toWellFormed()
    .replaceAll('\uFFFD', '')}${ending}`;
};
