import type { Translation } from '../translation';
import type { rollouts as en } from '../en/rollouts';

export const rollouts: Translation<typeof en> = {
  title: '배포',
  text: '모델을 장치로 보냅니다. 단계별로 나아가며, 앞 단계를 확인한 뒤에 다음 단계를 시작합니다.',
  back: '모든 배포',
  status: {
    'waiting-for-approval': '승인 대기 중',
    ready: '시작 준비됨',
    running: '진행 중',
    paused: '일시 정지됨',
    finished: '완료됨',
    stopped: '중단됨',
    refused: '승인 거절됨',
  },
  counts: {
    succeeded: '성공 {{number}}',
    failed: '실패 {{number}}',
    other: '다르게 끝남 {{number}}',
    working: '진행 중 {{number}}',
    waiting: '대기 {{number}}',
    none: '장치 없음',
  },
  incompatible: {
    'not-registered': '등록되지 않았거나 중지됨',
    task: '이 작업을 할 수 없음',
    'agent-version': '에이전트 버전이 낮음',
    memory: '메모리 부족',
    disk: '디스크 여유 공간 부족',
    unknown: '장치 정보를 보낸 적 없음',
  },
  list: {
    search: '이름으로 검색',
    status: '상태',
    any: '모든 상태',
    plan: '배포 계획하기',
    caption: '배포의 상태, 진행 상황, 계획한 사람',
    column: { name: '배포', status: '상태', progress: '장치', planned: '계획' },
    byTemplate: '새 모델을 자동으로 배포',
    byRollback: '{{who}}, 이전 모델로 되돌림',
    shadow: '비교만 함',
    shown_other: '배포 {{count, number}}건',
    noMatchTitle: '일치하는 배포가 없습니다',
    noMatchText: '검색어를 바꾸거나 전체를 보세요.',
    clear: '모든 배포 보기',
  },
  first: {
    title: '첫 모델을 장치로 보내 보세요',
    text: '배포는 단계별로 나아갑니다. 문제가 생겨도 몇 대에서만 생기고, 그 장치는 이전 모델로 돌아갑니다.',
    steps: {
      label: '배포가 나아가는 순서',
      choose: {
        title: '고르기',
        text: '모델과 받을 장치를 고릅니다. 어느 장치가 어느 단계인지 바로 보입니다.',
      },
      watch: {
        title: '지켜보기',
        text: '장치마다 모델을 써 보고, 결과가 좋을 때만 계속 씁니다.',
      },
      goOn: {
        title: '나아가기',
        text: '충분히 많은 장치가 잘 되면 다음 단계를 시작합니다. 실패가 많으면 멈추고 사람을 기다립니다.',
      },
    },
    ask: '관리자에게 배포를 계획해 달라고 요청하세요.',
  },
};
