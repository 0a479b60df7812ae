/* tools/embed.c -- turns a folder into a C table: embed NAME FOLDER > files.c
 *
 * Build-time only. Files in byte order of names; each with its size, content and
 * a hash (FNV-1a, 64 bit) that serves as ETag. base/embedded.h is the other side. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	struct dirent **list;
	int n;

	if (argc != 3 || (n = scandir(argv[2], &list, visible, by_name)) < 0) {
		fprintf(stderr, "usage: embed NAME FOLDER\n");
		return 2;
	}
	printf("/* made by tools/embed.c */\n#include \"base/embedded.h\"\n\n");
	for (int i = 0; i < n; i++) {
		char path[4096];
		FILE *f;
		int c, column = 0;

		snprintf(path, sizeof path, "%s/%s", argv[2], list[i]->d_name);
		f = fopen(path, "rb");
		if (!f) {
			perror(path);
			return 1;
		}
		printf("static const unsigned char file_%d[] = {", i);
		while ((c = getc(f)) != EOF)
			printf("%s%d,", column++ % 20 ? "" : "\n", c);
		printf("0};\n");
		fclose(f);
	}
	printf("\nextern const struct embedded %s[];\nconst struct embedded %s[] = {\n", argv[1], argv[1]);
	for (int i = 0; i < n; i++) {
		char path[4096];
		uint64_t hash = 14695981039346656037ULL;
		FILE *f;
		int c;

		snprintf(path, sizeof path, "%s/%s", argv[2], list[i]->d_name);
		f = fopen(path, "rb");
		while (f && (c = getc(f)) != EOF)
			hash = (hash ^ (uint64_t)c) * 1099511628211ULL;
		if (f)
			fclose(f);
		printf("\t{\"%s\", {(const char *)file_%d, sizeof file_%d - 1}, \"%016llx\"},\n",
		       list[i]->d_name, i, i, (unsigned long long)hash);
	}
	printf("\t{0},\n};\n");
	return 0;
}
