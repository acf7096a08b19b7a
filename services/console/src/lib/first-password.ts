/** Letters and digits that nobody confuses when reading them aloud. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A first password in groups, with more than 77 bits of chance. */
export const firstPassword = (random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string => {
  const letters: string[] = [];
  while (letters.length < 16) {
    // Bytes from 248 on would make the first letters likelier.
    for (const byte of random(new Uint8Array(16))) {
      const letter = byte < 248 ? alphabet[byte % alphabet.length] : undefined;
      if (letter !== undefined && letters.length < 16) letters.push(letter);
    }
  }
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
};
