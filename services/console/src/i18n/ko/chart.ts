import type { chart as en } from '../en/chart';
import type { Translation } from '../translation';

export const chart: Translation<typeof en> = {
  range: '조회 기간',
  minutes: '{{count}}분',
  hours: '{{count}}시간',
  days: '{{count}}일',
  tools: '시간 이동: 화살표 키, +와 −, 0은 현재',
  earlier: '이전',
  later: '이후',
  closer: '확대',
  further: '축소',
  live: '현재로 돌아가기',
  custom: '기간 직접 지정',
  from: '시작',
  to: '끝',
  order: '시작이 끝보다 앞서야 합니다',
  zone: '이 컴퓨터의 시간대: {{zone}}',
  apply: '보기',
  table: '표로 보기',
  all: '{{count}}개 모두 보기',
  time: '시각',
  nothing: '{{name}}: 이 기간에 측정된 값이 없습니다.',
};
