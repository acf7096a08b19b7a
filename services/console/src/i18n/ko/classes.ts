import type { Translation } from '../translation';
import type { classes as en } from '../en/classes';

export const classes: Translation<typeof en> = {
  caption: '색, 키, 번호와 라벨링된 사진 수가 있는 클래스 목록',
  text: '라벨로 쓸 수 있는 클래스입니다. 키 이름과 번호는 바뀌지 않습니다. 내보내기와 모델이 이를 기준으로 삼습니다.',
  shared_other: '다른 데이터셋 {{count, number}}개와 클래스를 공유합니다. 바꾸면 그곳에도 적용됩니다.',
  column: {
    name: '클래스',
    shortcut: '키',
    id: '번호',
    items: '라벨링된 사진',
    again: '다시 라벨링',
    actions: '작업',
  },
  retired: '폐지됨',
  showPictures: '{{name}} 사진 보기',
  showAgain: '다시 라벨링할 {{name}} 사진 보기',
  change: '변경',
  changeOf: '{{name}} 변경',
  retire: '폐지',
  retireOf: '{{name}} 폐지',
  add: '클래스 추가',
  addTitle: '클래스 추가',
  added: '클래스 “{{name}}”을(를) 추가했습니다.',
  changeTitle: '“{{name}}” 변경',
  changed: '클래스 “{{name}}”을(를) 변경했습니다.',
  description: '설명',
  descriptionHint: '어떤 사진이 이 클래스에 속하고, 어떤 사진이 속하지 않는지 적으세요.',
  relabel: '이제 뜻이 달라졌습니다',
  relabelHint_other:
    '이 데이터셋에서 이 클래스가 붙은 라벨링된 사진 {{count, number}}장을 다시 확인해야 합니다.',
  relabelHintNone: '이 데이터셋에는 이 클래스가 붙은 라벨링된 사진이 없습니다.',
  retireTitle: '“{{name}}”을(를) 완전히 폐지할까요?',
  retireText_other:
    '이 데이터셋에서 이 클래스가 붙은 라벨링된 사진 {{count, number}}장을 다시 라벨링해야 합니다. 더 이상 라벨에 쓸 수 없고, 키 이름과 번호도 다시 쓰지 않습니다.',
  retireTextUncounted:
    '이 클래스가 붙은 라벨링된 사진을 다시 라벨링해야 합니다. 더 이상 라벨에 쓸 수 없고, 키 이름과 번호도 다시 쓰지 않습니다.',
  retireDone: '클래스 “{{name}}”을(를) 폐지했습니다.',
  emptyTitle: '아직 클래스가 없습니다',
  emptyText:
    '라벨은 무엇이 보이는지 클래스로 나타냅니다. 서로 구별할 클래스를 둘 이상(객체 탐지는 하나 이상) 추가하세요.',
  emptyAsk: '관리자에게 추가해 달라고 요청하세요.',
  conflict: '그 사이에 다른 사람이 클래스를 바꿨습니다. 창을 닫고 확인한 다음 다시 변경하세요.',
};
