import { testRandomModels } from './declare.ts';

testRandomModels(1);
