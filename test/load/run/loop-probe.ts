/** Loaded into the control process by the load tool (`node --import`): how late its event loop is, asked over IPC. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import '../../support/ends-with-parent.ts';

const resolution = 5;
const delays = monitorEventLoopDelay({ resolution });
delays.enable();

process.on('message', (order) => {
	if (order === 'reset') delays.reset();
	// In ns, and with the sampling interval in them.
	if (order === 'read')
		process.send?.({ loop: { p99: delays.percentile(99) / 1e6 - resolution, max: delays.max / 1e6 - resolution } });
});
