import { recipe } from '../../tooling/tsup.ts';

export default recipe({ entry: { index: 'src/index.ts', interpret: 'src/interpret/index.ts' } });
