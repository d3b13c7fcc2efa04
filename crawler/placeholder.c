typedef int kiri_placeholder;
