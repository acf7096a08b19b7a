export { given, type Outcome } from './given';
