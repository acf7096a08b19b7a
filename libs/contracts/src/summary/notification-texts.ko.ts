import type { NotificationTexts } from './notification-text';

export const korean: NotificationTexts = {
  code: {
    connectivity: {
      'device-offline': {
        title: '{{name}} 엣지가 오프라인입니다',
        lead: '{{lastSeenAt}}에 마지막으로 응답한 뒤 연결이 끊겼습니다.',
      },
      'devices-offline': {
        title: '엣지 {{devices}}대가 오프라인입니다',
        lead: '비슷한 시각에 함께 연결이 끊겼습니다. 공통으로 쓰는 네트워크나 현장을 확인하세요. 해당 엣지: {{names}}',
      },
      'device-back': {
        title: '{{name}} 엣지가 다시 연결되었습니다',
        lead: '{{minutes}}분 동안 오프라인이었습니다.',
      },
    },
    inference: {
      'device-faulted': { title: '{{name}} 엣지에서 장애가 보고되었습니다', lead: '{{message}}' },
      failures: {
        title: '{{name}} 엣지에서 추론에 실패했습니다',
        lead: '마지막 오류: {{message}}',
      },
    },
    score: {
      warning: {
        title: '{{name}}: 점수가 경고 기준보다 낮습니다',
        lead: '{{model}} {{modelVersion}}의 결과 {{results}}건이 기준 {{below}}보다 낮았습니다. 최저 점수는 {{lowest}}입니다.',
      },
    },
    datasets: {
      'import-finished': {
        title: '{{name}} 데이터셋 가져오기가 끝났습니다',
        lead: '새 항목 {{added}}건, 라벨 {{labelled}}건, 가져오지 못한 항목 {{refused}}건입니다.',
      },
      'import-failed': { title: '{{name}} 데이터셋 가져오기에 실패했습니다', lead: '{{message}}' },
    },
    training: {
      'run-succeeded': { title: '{{name}}: 학습이 끝났습니다', lead: '모델 목록에서 확인할 수 있습니다.' },
      'run-failed': { title: '{{name}}: 학습에 실패했습니다', lead: '{{message}}' },
      'gate-refused': {
        title: '{{name}}: 새 모델이 승격 기준을 통과하지 못했습니다',
        lead: '학습은 끝났지만 자동으로 배포하지 않습니다: {{reasons}}',
      },
    },
    deployment: {
      'rollout-finished': {
        title: '{{name}} 배포가 끝났습니다',
        lead: '엣지 {{succeeded}}대에서 모델이 실행 중이고, {{failed}}대는 실패했습니다.',
      },
      'rollout-failed': {
        title: '{{name}} 배포가 엣지에서 실패했습니다',
        lead: '그룹 {{group}}에서 허용된 수보다 많은 엣지 {{failed}}대가 실패했습니다.',
      },
      'rollout-paused': {
        title: '{{name}} 배포가 일시 정지되었습니다',
        lead: '누군가 재개할 때까지 멈춰 있습니다.',
      },
      'rollout-waits': {
        title: '{{name}} 배포가 승인을 기다립니다',
        lead: '승인하기 전에는 어떤 엣지에도 배포하지 않습니다.',
      },
      'automatic-refused': { title: '{{name}}: 새 모델이 자동으로 배포되지 않았습니다', lead: '{{message}}' },
    },
    system: {
      'process-parked': {
        title: '백그라운드 작업이 멈췄습니다: {{name}}',
        lead: '{{error}} 관리자가 시스템 페이지에서 재개하면 이어서 진행합니다.',
      },
      'projection-halted': { title: '서비스가 이벤트를 더 받아들이지 못합니다: {{name}}', lead: '{{error}}' },
      'effect-failing': {
        title: '백그라운드 작업을 계속 다시 시도하고 있습니다: {{name}}',
        lead: '{{error}} 원인이 해결되면 저절로 이어집니다.',
      },
      'disk-low': {
        title: '{{name}}: 디스크가 거의 찼습니다',
        lead: '{{totalBytes}} 중 {{freeBytes}}가 남았습니다.',
      },
      'channel-needs-attention': {
        title: '{{name}} 채널이 작동하지 않습니다',
        lead: '누군가 확인할 때까지 보내지 않습니다: {{detail}}',
      },
    },
    security: {
      'enrolment-token-expires': {
        title: '등록 토큰 {{name}}이(가) 곧 만료됩니다',
        lead: '{{expiresAt}} 이후에는 이 토큰으로 엣지를 등록할 수 없습니다.',
      },
      'device-waits': {
        title: '{{name}} 엣지가 등록을 요청했습니다',
        lead: '누군가 수락하거나 거절할 때까지 기다립니다.',
      },
    },
  },
  level: { info: '정보', warning: '경고', error: '오류', critical: '심각' },
  andOthers: '{{title}} (외 {{count}}건)',
};
