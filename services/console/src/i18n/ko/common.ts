import type { Translation } from '../translation';
import type { common as en } from '../en/common';

export const common: Translation<typeof en> = {
  title: 'Tutti',
  skip: '본문으로 건너뛰기',
  menu: {
    label: '주 메뉴',
    open: '메뉴 열기',
    close: '메뉴 닫기',
    overview: '개요',
    edges: '엣지',
    datasets: '데이터셋',
    requests: '등록 요청',
    tokens: '토큰',
    events: '이벤트',
    users: '사용자',
    system: '시스템',
    waiting_other: '요청 {{count}}건 대기 중',
  },
  action: {
    cancel: '취소',
    close: '닫기',
    copied: '복사됨',
    save: '저장',
    more: '더 불러오기',
    older: '이전 항목 불러오기',
    retry: '다시 시도',
    pause: '일시 정지',
    resume: '재개',
    create: '만들기',
    actions: '작업',
  },
  state: {
    loading: '불러오는 중…',
    none: '—',
    live: '실시간',
    connecting: '연결 중…',
    paused: '일시 정지됨',
    waiting: '다시 연결하는 중…',
  },
  connection: {
    plain:
      '암호화되지 않은 연결입니다. 이 네트워크를 엿듣는 사람이 비밀번호, 토큰, 사진을 읽을 수 있습니다. 서버를 --insecure 없이 시작하세요.',
    lost: '서버와 연결이 끊어졌습니다. 지금 보이는 내용은 끊어지기 전의 것이며, 서버가 응답하면 자동으로 이어집니다.',
    now: '지금 연결',
  },
  problem: {
    code: '코드',
    trace: '추적 ID',
    connection: '서버에 연결할 수 없습니다.',
    connectionDetail: '서버가 실행 중인지, 네트워크가 연결되어 있는지 확인하세요. 계속 다시 시도합니다.',
    shape: '서버와 이 페이지의 버전이 다릅니다.',
    shapeDetail: '페이지를 새로 고치면 서버에 맞는 버전을 받습니다.',
    unexpected: '이 페이지에서 오류가 발생했습니다.',
    unexpectedDetail:
      '페이지를 새로 고치세요. 같은 일이 반복되면 무엇을 했는지와 아래 메시지를 함께 알려 주세요.',
  },
  notFound: {
    title: '찾을 수 없는 페이지입니다',
    text: '주소가 잘못되었거나, 있던 내용이 사라졌습니다.',
    home: '개요로 이동',
  },
  search: { hint: '/ 키를 눌러 검색' },
  field: { optional: '선택', reason: '사유', reasonHint: '나중에 확인할 수 있도록 로그에 남습니다.' },
};
