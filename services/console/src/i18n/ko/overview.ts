import type { Translation } from '../translation';
import type { overview as en } from '../en/overview';

export const overview: Translation<typeof en> = {
  title: '개요',
  devices_other: '장치 {{count, number}}대',
  badgesLabel: '상태별 장치',
  rates: {
    title: '분당 결과',
    perMinute: '결과/분',
    summary: '분당 결과: 모두 {{total}}건, 마지막 구간 {{latest}}건, 최대 {{max}}건.',
    empty: '이 기간에 결과가 없습니다.',
  },
  accuracy: {
    title: '실제 정확도',
    detail: '정답을 아는 결과 {{known}}건 중 {{correct}}건이 맞았습니다',
    unknown: '정답을 아는 결과가 도착하면 표시됩니다',
    results: '결과',
    latency: '평균 지연 시간',
    score: '평균 점수',
  },
  results: {
    title: '최신 결과',
    empty: '아직 결과가 없습니다. 장치가 모델을 실행하면 곧바로 여기에 나타납니다.',
  },
  events: { title: '최신 이벤트', all: '모든 이벤트', empty: '아직 아무 일도 없었습니다.' },
  requests: {
    title_other: '장치 {{count}}대가 등록을 요청합니다',
    look: '등록 요청 보기',
  },
  start: {
    title: '첫 장치를 연결하세요',
    text: '장치는 토큰으로 등록을 요청합니다. 토큰을 만들고, 모델을 실행할 기기에 명령을 붙여 넣으세요.',
    create: '토큰 만들기',
    ask: '장치를 등록할 권한이 있는 사람이 토큰을 만들 수 있습니다.',
  },
};
