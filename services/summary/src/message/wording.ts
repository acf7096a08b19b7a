import type { Language } from '@tutti/contracts/summary';

interface Wording {
  readonly more: (count: number) => string;
  readonly mayRepeat: string;
}

/** What the renderings themselves say; the rest is in the message. */
export const wordings: Readonly<Record<Language, Wording>> = {
  en: {
    more: (count) => `and ${count} more`,
    mayRepeat: 'An earlier attempt to send this was cut off. It may have arrived before.',
  },
  ko: {
    more: (count) => `외 ${count}건`,
    mayRepeat: '이전 전송이 중단되어 같은 내용이 이미 전달되었을 수 있습니다.',
  },
};
