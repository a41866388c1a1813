package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.mapping.MappingBench.row;

import java.nio.file.Path;
import java.util.Map;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;
import org.dataferry.transform.mapping.MappingResult.Mapped;
import org.dataferry.transform.mapping.MappingResult.Refused;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What file columns are made of, and what is said where that cannot be. */
class FilesTest {

    private static final Value.Bytes SCAN = new Value.Bytes(new byte[] {1, 2});

    @TempDir
    Path folder;

    @Test
    void aPathNamesTheFileByItsLastPartUnlessANameIsSaid() {
        assertThat(files(paper("vet_file: { path: path }"), row("path", Value.text("a/b/c.pdf"))))
                .isEqualTo(Map.of("vet_file", new FileContent.InFolder("c.pdf", "a/b/c.pdf")));
        assertThat(files(
                        paper("vet_file: { path: path, name: name }"),
                        row("path", Value.text("a/b/c.pdf"), "name", Value.text("Contract.pdf"))))
                .isEqualTo(Map.of("vet_file", new FileContent.InFolder("Contract.pdf", "a/b/c.pdf")));
        assertThat(files(
                        paper("vet_file: { path: path, name: name }"),
                        row("path", Value.text("a/b/c.pdf"), "name", Value.NULL)))
                .isEqualTo(Map.of("vet_file", new FileContent.InFolder("c.pdf", "a/b/c.pdf")));
    }

    @Test
    void pathAndNameMayBeExpressions() {
        MappingBench bench = paper("vet_file: { path: { cel: \"'scans/' + path\" }, name: { constant: scan.pdf } }");

        assertThat(files(bench, row("path", Value.text("7.pdf"))))
                .isEqualTo(Map.of("vet_file", new FileContent.InFolder("scan.pdf", "scans/7.pdf")));
    }

    @Test
    void contentIsThatOfAColumn() {
        assertThat(files(
                        paper("vet_photo: { content: scan, name: name }"),
                        row("scan", SCAN, "name", Value.text("me.png"))))
                .isEqualTo(Map.of("vet_photo", new FileContent.Carried("me.png", SCAN)));
        assertThat(files(paper("vet_file: { content: scan }"), row("scan", SCAN)))
                .isEqualTo(Map.of("vet_file", new FileContent.Carried("vet_file", SCAN)));
    }

    @Test
    void nullIsNoFileAndAbsentLeavesTheOneThatIsThere() {
        MappingBench bench = paper("vet_file: { content: scan }\n  vet_photo: { path: path }");

        assertThat(files(bench, row("scan", Value.NULL, "path", Value.NULL)))
                .isEqualTo(Map.of("vet_file", FileContent.NONE, "vet_photo", FileContent.NONE));
        assertThat(files(bench, row("scan", Value.ABSENT, "path", Value.ABSENT)))
                .isEmpty();
    }

    @Test
    void contentThatIsTooLargeToTravelIsKnownByItsSize() {
        assertThat(files(paper("vet_file: { content: scan }"), row("scan", new Value.Withheld(9_000_000))))
                .isEqualTo(Map.of("vet_file", new FileContent.Withheld("vet_file", 9_000_000)));
    }

    @Test
    void aNameThatCannotBeMadeRefusesTheRow() {
        assertThat(paper("vet_file: { path: path, name: { cel: \"path + path\" } }")
                        .map(row("path", Value.text("p".repeat(200)))))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(RejectionReason.VALUE_TOO_LONG);
                    assertThat(refused.detail()).startsWith("file vet_file: name: ");
                });
    }

    @Test
    void onlyPathsNeedTheFolder() {
        assertThat(paper("vet_file: { path: path }").compile().readFolder()).isTrue();
        assertThat(paper("vet_file: { content: scan }").compile().readFolder()).isFalse();
    }

    @Test
    void prepareMakesWhatIsDeclared() {
        MappingBench bench = paper("""
                vet_report: { path: path, type: file(32768), label: Report }
                  vet_face: { content: scan, type: image(512) }""");

        assertThat(DeclaredTargets.of(bench.files()).getFirst().columns())
                .containsExactly(
                        new DeclaredColumn("vet_report", "Report", new TargetColumnType.File(32_768)),
                        new DeclaredColumn("vet_face", "Face", new TargetColumnType.Image(512)));
        assertThat(bench.problems()).isEmpty();
    }

    @Test
    void aNoteTakesAFileAsItsBody() {
        MappingBench bench = new MappingBench(folder)
                .source("public.letters", "*id WHOLE", "subject TEXT", "path TEXT")
                .target("annotation", "subject text(100)", "documentbody memo(1000)", "notetext memo(1000)")
                .file("letter.yaml", """
                        entity: annotation
                        from: public.letters
                        columns: { subject: subject }
                        files: { documentbody: { path: path } }
                        """);

        assertThat(files(bench, row("path", Value.text("l.txt"))))
                .isEqualTo(Map.of("documentbody", new FileContent.InFolder("l.txt", "l.txt")));
    }

    @Test
    void saysWhatIsNoFile() {
        assertThat(paper("vet_file: {}").problems())
                .containsExactly(
                        "paper.yaml, line 5, files.vet_file: a file has a path below source.files, such as path:"
                                + " contract_path, or a content, the name of a source column with binary data; this one has neither");
        assertThat(paper("vet_file: { path: path, content: scan }").problems())
                .containsExactly(
                        "paper.yaml, line 5, files.vet_file: a file has either a path or a content; this one has"
                                + " both");
        assertThat(paper("vet_file: { content: path }").problems())
                .containsExactly(
                        "paper.yaml, line 5, files.vet_file.content: source column path is text, and a content is"
                                + " binary data (bytea); where it names a file, say path: path");
        assertThat(paper("vet_file: { content: scans }").problems())
                .containsExactly("paper.yaml, line 5, files.vet_file.content: public.papers has no column 'scans'; the"
                        + " nearest is scan");
        assertThat(paper("vet_file: { path: scan }").problems())
                .singleElement()
                .asString()
                .startsWith("paper.yaml, line 5, files.vet_file.path: source column scan is bytes, path is text(4000)");
        assertThat(paper("vet_name: { path: path }").problems())
                .containsExactly("paper.yaml, line 5, files.vet_name: vet_name is text(100) in Dataverse; files go into"
                        + " columns of type file and image, and into annotation.documentbody");
        assertThat(paper("vet_other: { path: path }").problems())
                .containsExactly("paper.yaml, line 5, files.vet_other: vet_paper has no column 'vet_other'; the nearest"
                        + " are vet_file, vet_name; for a column of your own add type: so that prepare makes it");
        assertThat(paper("vet_file: { path: path, type: file(8) }").problems())
                .containsExactly("paper.yaml, line 5, files.vet_file.type: vet_file exists in Dataverse as file(32768);"
                        + " write that, or leave type: out");
        assertThat(paper("vet_new: { path: path, type: memo(8) }").problems())
                .contains(
                        "paper.yaml, line 5, files.vet_new.type: 'memo(8)' is not a type of a column for files; expected"
                                + " one of file(1 to 10485760) and image(1 to 30720), in kilobytes");
    }

    @Test
    void aFileIsNoColumnAndRowsThatMergeHaveNone() {
        assertThat(bench("columns: { vet_name: name, vet_file: scan }").problems())
                .containsExactly("paper.yaml, line 3, columns.vet_file: vet_file holds files; map it under files:, by"
                        + " path: or content:");
        assertThat(paper("vet_file: { path: path }\nmerge: { rule: by-name, key: vet_name }")
                        .problems())
                .containsExactly(
                        "paper.yaml, line 5, files.vet_file: rows that merge have no files: which one would stay"
                                + " cannot be said; leave it or merge out");
    }

    private MappingBench paper(String files) {
        return bench("columns: { vet_name: name }\nfiles:\n  " + files);
    }

    private MappingBench bench(String more) {
        return new MappingBench(folder)
                .source("public.papers", "*id WHOLE", "name TEXT", "path TEXT", "scan BYTES")
                .target("vet_paper", "vet_name text(100)", "vet_file file(32768)", "vet_photo image(10240)")
                .file("paper.yaml", "entity: vet_paper\nfrom: public.papers\n" + more + "\n");
    }

    private static Map<String, FileContent> files(MappingBench bench, SourceRow row) {
        return ((Mapped) bench.map(row)).files();
    }
}
