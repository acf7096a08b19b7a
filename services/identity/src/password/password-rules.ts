import { identityErrors } from '@tutti/contracts/identity';
import { DomainError } from '@tutti/kernel';
import { commonPasswords, commonWords } from './common-passwords';

const runs = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** Pairs of characters that follow each other in the alphabet or on the keyboard, in both directions. */
const neighbours = new Set(
  runs.flatMap((run) =>
    [...run].slice(1).flatMap((next, index) => [run.charAt(index) + next, next + run.charAt(index)]),
  ),
);

/** Substitutions that everybody tries. */
const plain = (password: string): string =>
  password
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .replace(/[^\p{L}\p{N}]/gu, '');

const isRepetition = (text: string): boolean => /^(.{1,4})\1{2,}.{0,3}$/u.test(text);

/** At least three steps of four repeat the character or go to a neighbour. */
const isRun = (text: string): boolean => {
  const characters = [...text];
  const steps = characters.slice(1).map((next, index) => `${characters[index] ?? ''}${next}`);
  const easy = steps.filter((step) => neighbours.has(step) || step[0] === step[1]);
  return steps.length > 0 && easy.length / steps.length >= 0.75;
};

/** One common word, with digits around it: `Password2026!` */
const isDecoratedWord = (text: string): boolean => {
  const core = text.replace(/^\d+|\d+$/g, '');
  const unmasked = core.replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('3', 'e');
  return commonWords.has(core) || commonWords.has(unmasked);
};

const isCommon = (text: string): boolean =>
  commonPasswords.has(text) ||
  new Set(text).size < 4 ||
  isRepetition(text) ||
  isRun(text) ||
  isDecoratedWord(text);

export interface PasswordOwner {
  readonly name: string;
  /** The password until now. */
  readonly current?: string;
}

/**
 * What length cannot tell of a new password (ASVS 5.0 6.2): refuses those that are tried first
 * (`identity.password-too-common`), and the old one once more (`identity.password-unchanged`).
 */
export const checkNewPassword = (password: string, { name, current }: PasswordOwner): void => {
  if (password === current)
    throw new DomainError(identityErrors['identity.password-unchanged'], {
      detail: 'Choose a password other than the one until now.',
    });
  const text = plain(password);
  const owner = plain(name);
  const rest = owner.length >= 4 ? text.replaceAll(owner, '') : text;
  if (isCommon(text) || (rest !== text && (rest.length < 8 || isCommon(rest))))
    throw new DomainError(identityErrors['identity.password-too-common'], {
      detail: 'This password is among the first that are guessed. Several unrelated words make a good one.',
    });
};
