import { trainInThread } from './train-in-thread';
import { trainers } from './trainers';

await trainInThread(trainers);
