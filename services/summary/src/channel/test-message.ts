import type { Language, Message } from '@tutti/contracts/summary';

const texts = {
  en: {
    title: (workspace: string) => `Test from ${workspace}`,
    lead: 'If you can read this, the channel works.',
    link: 'Open the channels',
  },
  ko: {
    title: (workspace: string) => `${workspace} 테스트 메시지`,
    lead: '이 메시지가 보이면 채널이 정상적으로 연결된 것입니다.',
    link: '채널 열기',
  },
} as const;

/** What a person sends to see whether a channel works. */
export const testMessage = (workspace: string, mark: string, language: Language): Message => {
  const { title, lead, link } = texts[language];
  return {
    key: `test ${workspace} ${mark}`,
    language,
    level: 'info',
    title: title(workspace),
    lead,
    sections: [],
    links: [{ title: link, path: '/channels' }],
  };
};
