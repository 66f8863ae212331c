/** What a browser wants pages to look like and to speak, kept by itself: pages set them, the server reads them with every request. */
export const themeCookie = 'giao-dien';
export const languageCookie = 'ngon-ngu';
