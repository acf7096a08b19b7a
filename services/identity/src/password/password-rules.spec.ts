import { DomainError } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import { checkNewPassword } from './password-rules';

const refusal = (password: string, current?: string): string | undefined => {
  try {
    checkNewPassword(password, { name: 'Margarete', ...(current === undefined ? {} : { current }) });
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('a new password', () => {
  test.each([
    'correct horse battery staple',
    'a-long-password-of-mine',
    'Xk9#mQ2$vL7p',
    'neunundneunzig Luftballons',
    '비밀번호는 길수록 좋다',
    'my margarete likes violet evenings',
    'teal4tulip9tango',
  ])('may be %s', (password) => {
    expect(refusal(password)).toBeUndefined();
  });

  test.each([
    'aaaaaaaaaaaa',
    '111122221111',
    'abcabcabcabc',
    '123456789012',
    'abcdefghijklmnop',
    'qwertyuiopasdf',
    '0987654321fdsa',
    'Password2026!',
    'P@ssw0rd123456',
    '2026Administrator',
    'Changeme!!!!2026',
    '1qaz2wsx3edc',
    'thisIsMyPassword',
    'Margarete2026',
    'margarete-margarete',
  ])('may not be %s', (password) => {
    expect(refusal(password)).toBe('identity.password-too-common');
  });

  test('may not be the old one', () => {
    expect(refusal('teal4tulip9tango', 'teal4tulip9tango')).toBe('identity.password-unchanged');
    expect(refusal('teal4tulip9tango', 'another one entirely')).toBeUndefined();
  });
});
