import type { importReport as en } from '../en/import-report';
import type { Translation } from '../translation';

export const importReport: Translation<typeof en> = {
  title: '보고서',
  nothing: '알릴 내용이 없습니다. 모두 그대로 가져왔습니다.',
  soFar: '지금까지의 내용입니다. 가져오기가 아직 진행 중입니다.',
  severity: {
    loss: '담지 못함',
    skipped: '받지 않음',
    note: '가져왔지만 확인 필요',
  },
  severityText: {
    loss: '이 데이터셋에 담을 수 없는 내용입니다. “담을 수 없는 내용은 빼고 가져오기”를 선택하지 않으면 아무것도 저장하지 않습니다.',
    skipped: '이 파일들은 제외했고, 나머지는 가져왔습니다.',
    note: '바꾸거나 일부만 가져왔습니다.',
  },
  examples: '예',
  more_other: '외 {{count}}건',
  codes: {
    box: {
      clipped: '사진 밖으로 나간 상자를 잘라 냄',
      outside: '사진 밖에 있는 상자를 제외함',
      turned: '회전된 사진에 맞춰 상자도 회전함',
    },
    label: {
      missing: '라벨 파일이 없는 사진',
      unreadable: '읽을 수 없는 라벨',
      'unknown-class': '압축 파일에 이름이 없는 클래스의 라벨',
      contradictory: '서로 모순되는 라벨',
      'too-many-boxes': '상자가 너무 많은 라벨',
      unfit: '데이터셋에 맞지 않는 라벨',
    },
    picture: {
      animated: '움직이는 사진: 첫 장면만 사용',
      missing: '사진이 없는 라벨',
      invalid: '받을 수 없는 사진 파일',
      ambiguous: '어느 사진의 것인지 알 수 없는 라벨',
      'size-mismatch': '라벨에 적힌 크기와 다른 사진',
      'without-class': '클래스 폴더 안에 없는 사진',
    },
    file: {
      ignored: '관계없는 파일',
      'unsafe-name': '압축 파일 밖을 가리키는 이름의 파일',
      link: '파일이 아닌 링크',
      encrypted: '암호화된 파일',
      compression: '알 수 없는 방식으로 압축된 파일',
      duplicate: '이름이 같은 파일',
      'nested-archive': '압축 파일 안의 압축 파일',
      'too-large': '너무 큰 파일',
      bomb: '압축을 풀면 지나치게 커지는 파일',
      corrupt: '손상된 파일',
    },
    loss: {
      polygon: '다각형을 상자로 바꿈',
      mask: '마스크를 상자로 바꿈',
      crowd: '무리를 둘러싼 상자를 제외함',
      keypoints: '키포인트를 제외함',
      'rotated-box': '기울어진 상자를 똑바른 상자로 바꿈',
      score: '라벨의 점수를 제외함',
      attributes: '라벨의 속성을 제외함',
      'class-outside-schema': '데이터셋에 없는 클래스의 라벨',
      unlabelled: '라벨이 없는 사진',
      split: '일부 사진에만 지정된 부분',
    },
  },
};
