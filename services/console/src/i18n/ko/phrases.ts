import type { ServerTexts } from '../server-texts';

/** Built-in solutions and their parameters. */
export const phrases: ServerTexts['phrases'] = {
  'Image classification': '이미지 분류',
  'Object detection': '객체 탐지',
  'Says which class a picture shows. Needs twenty to forty labelled pictures of each class.':
    '사진이 어떤 클래스인지 알려 줍니다. 클래스마다 라벨링된 사진이 20~40장 필요합니다.',
  'Finds things in a picture and says what they are. Needs a hundred pictures with boxes or more.':
    '사진에서 물체를 찾아 무엇인지 알려 줍니다. 상자를 그린 사진이 100장 이상 필요합니다.',
  'Handwritten digits of the MNIST database.': 'MNIST 데이터베이스의 손글씨 숫자입니다.',
  'Drawn parts on a belt, made when they are needed.': '필요할 때 그려서 만드는 벨트 위의 부품입니다.',
  'Picture size': '사진 크기',
  'Pixels a side that the model sees. Larger is slower and sees finer detail.':
    '모델이 보는 사진의 한 변 픽셀 수입니다. 클수록 느리지만 더 세밀하게 봅니다.',
  'Pixels a side that the model sees. Larger is slower and finds smaller things.':
    '모델이 보는 사진의 한 변 픽셀 수입니다. 클수록 느리지만 더 작은 물체를 찾습니다.',
  'Number format': '숫자 형식',
  'int8 is a third of the size and faster; both are measured.':
    'int8은 크기가 3분의 1이고 더 빠릅니다. 두 형식 모두 측정합니다.',
  Epochs: '에포크',
  'How often training goes through all pictures at most; it ends earlier once that no longer helps.':
    '학습이 모든 사진을 최대 몇 번 훑는지입니다. 더 나아지지 않으면 일찍 끝납니다.',
  Patience: '인내',
  'Training ends after so many epochs that found nothing better on the validation pictures.':
    '검증 사진에서 더 나아지지 않은 에포크가 이만큼 이어지면 학습을 끝냅니다.',
  'A round ends early after so many epochs that found nothing better on the validation pictures.':
    '검증 사진에서 더 나아지지 않은 에포크가 이만큼 이어지면 라운드를 일찍 끝냅니다.',
  'Regularisation (L2)': '정규화(L2)',
  'How strongly large weights are held back; more helps where pictures are few. 0 tries 0.01, 0.1 and 1 and takes what does best on the validation pictures.':
    '큰 가중치를 얼마나 억제하는지입니다. 사진이 적을수록 큰 값이 도움이 됩니다. 0이면 0.01, 0.1, 1을 시험해 검증 사진에서 가장 좋은 값을 씁니다.',
  Augmentation: '증강',
  'light also learns from mirrored, darker and brighter pictures: four times the work the first time. Not for things that are told by left and right, such as writing.':
    'light는 좌우를 뒤집은 사진과 더 어둡거나 밝은 사진으로도 학습합니다. 처음에는 네 배의 작업이 듭니다. 글자처럼 좌우로 구별하는 것에는 쓰지 마세요.',
  'light also learns from mirrored pictures in other light. Not for things that are told by left and right.':
    'light는 좌우를 뒤집고 밝기를 바꾼 사진으로도 학습합니다. 좌우로 구별하는 것에는 쓰지 마세요.',
  'Class weights': '클래스 가중치',
  'How much more a rare class counts: not at all, somewhat, or as much as a frequent one.':
    '드문 클래스를 얼마나 더 중요하게 볼지입니다. 더 보지 않거나, 어느 정도, 또는 흔한 클래스만큼 봅니다.',
  'How much more a rare class counts: not at all, somewhat, or as much as a frequent one nearly.':
    '드문 클래스를 얼마나 더 중요하게 볼지입니다. 더 보지 않거나, 어느 정도, 또는 거의 흔한 클래스만큼 봅니다.',
  'Learning rate': '학습률',
  'Size of the first steps; they shrink to nothing in the course of a round.':
    '첫 걸음의 크기입니다. 라운드가 지나면서 0까지 줄어듭니다.',
  'Hidden units': '은닉 유닛',
  'More tell more classes apart, and need more pictures.':
    '많을수록 더 많은 클래스를 구별하지만 사진도 더 많이 필요합니다.',
  'Score threshold': '점수 기준',
  'Devices leave out what is less sure. 0 takes what does best on the validation pictures.':
    '장치는 이보다 확신이 낮은 것을 뺍니다. 0이면 검증 사진에서 가장 좋은 값을 씁니다.',
  'How often each of the two rounds of training goes through the cells.':
    '두 번의 학습 라운드가 각각 셀을 몇 번 훑는지입니다.',
};
