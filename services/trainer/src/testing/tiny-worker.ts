import { trainInThread } from '../work/train-in-thread';
import { tinyTrainer } from './tiny-trainer';

await trainInThread({ tiny: tinyTrainer });
