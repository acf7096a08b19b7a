import { buffer } from 'node:stream/consumers';
import { inspectModel } from './inspect-model';

// An ONNX file comes in, a line with what it is goes out; whoever started this gives it memory and time.
const answer = await inspectModel(await buffer(process.stdin));
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit());
