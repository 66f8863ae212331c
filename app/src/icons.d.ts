/** The package has no types for them one by one. */
declare module '@lucide/icons/icons/*' {
	import type { LucideIconData } from '@lucide/icons';
	const icon: LucideIconData;
	// eslint-disable-next-line import-x/no-default-export -- as the package has it
	export default icon;
}
