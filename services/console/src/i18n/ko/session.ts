import type { Translation } from '../translation';
import type { session as en } from '../en/session';

export const session: Translation<typeof en> = {
  signIn: {
    title: '로그인',
    welcome: '여러분의 플릿을 지휘하세요',
    name: '이름',
    password: '비밀번호',
    submit: '로그인',
    hint: '“admin”의 첫 비밀번호는 서버를 시작한 곳에 출력됩니다.',
    ended: '세션이 끝났습니다. 로그인하면 보던 곳에서 이어집니다.',
  },
  password: {
    title: '비밀번호 변경',
    firstTitle: '자신의 비밀번호를 정하세요',
    firstText: '로그인에 쓴 비밀번호는 자신의 비밀번호를 정할 때까지만 쓸 수 있습니다.',
    current: '현재 비밀번호',
    new: '새 비밀번호',
    newHint: '12자 이상. 서로 관계없는 단어 몇 개는 기억하기 쉽고 추측하기 어렵습니다.',
    repeat: '새 비밀번호 확인',
    mismatch: '두 비밀번호가 다릅니다',
    short: '12자 이상이어야 합니다',
    submit: '비밀번호 변경',
    done: '비밀번호를 변경했습니다.',
  },
  account: {
    label: '계정:',
    changePassword: '비밀번호 변경',
    theme: '화면 모드',
    themes: { light: '밝게', dark: '어둡게', auto: '시스템 설정' },
    language: '언어',
    signOut: '로그아웃',
    roles: { admin: '관리자', manager: '운영자', user: '사용자' },
  },
};
