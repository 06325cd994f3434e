import { testRandomModels } from './judge.ts';

testRandomModels(1);
