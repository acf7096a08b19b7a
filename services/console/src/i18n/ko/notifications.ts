import { notificationTexts } from '@tutti/contracts/summary';
import type { notifications as en } from '../en/notifications';
import type { Translation } from '../translation';

const told = notificationTexts.ko;

export const notifications: Translation<typeof en> = {
  title: '알림',
  text: '알아 두면 좋은 일들입니다. 읽음과 치움은 사람마다 따로 기록됩니다.',
  bell_other: '알림: 읽지 않은 것 {{count}}건',
  bellNone: '알림: 읽지 않은 것 없음',
  panel: '읽지 않은 알림',
  all: '모든 알림',
  none: '새로운 알림이 없습니다',
  noneText: '엣지 연결이 끊기거나 점수가 떨어지거나 작업이 끝나면 바로 여기에 나타납니다.',
  noMatch: '조건에 맞는 알림이 없습니다.',
  listLabel: '알림, 최신순',
  readAll: '모두 읽음으로 표시',
  readAllDone: '모두 읽음으로 표시했습니다.',
  read: '읽음으로 표시',
  isUnread: '읽지 않음',
  dismiss: '치우기',
  open: '{{name}} 열기',
  andOthers: told.andOthers,
  others: '함께 발생: {{names}}',
  times_other: '{{count}}회, 마지막',
  filter: {
    unread: '읽지 않은 것만',
    level: '수준',
    category: '분류',
    anyLevel: '모든 수준',
    anyCategory: '전체',
  },
  from: { info: '모든 수준', warning: '경고 이상', error: '오류 이상', critical: '심각만' },
  level: told.level,
  category: {
    connectivity: '연결',
    inference: '추론',
    score: '점수',
    datasets: '데이터셋',
    training: '학습',
    deployment: '배포',
    system: '시스템',
    security: '보안',
  },
  settings: '설정',
  settingsTitle: '받을 알림',
  settingsText: '이 콘솔에서 나에게만 적용됩니다. Teams 등으로 보내는 것은 채널마다 정합니다.',
  settingsLevel: '이 수준부터',
  settingsCategories: '분류',
  settingsDone: '설정을 저장했습니다.',
  code: told.code,
};
