import type { Translation } from '../translation';
import type { datasets as en } from '../en/datasets';

export const datasets: Translation<typeof en> = {
  title: '데이터셋',
  back: '모든 데이터셋',
  notFound: '없는 데이터셋입니다',
  tabs: {
    label: '데이터셋 보기',
    pictures: '사진',
    classes: '클래스',
    versions: '버전',
    imports: '가져오기',
    about: '이력과 설정',
  },
};
