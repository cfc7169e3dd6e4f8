// Nothing that a repository contains or configures runs a program.
#include <fstream>

#include "base/digest.h"
#include "base/file.h"
#include "git/tree_diff.h"
#include "snapshot.h"
#include "support/catch.h"

using namespace gitward;

namespace {

namespace fs = std::filesystem;

// A program that leaves a file behind when it runs, and does no more.
class Marker {
 public:
  Marker() {
    std::ofstream script(program());
    script << "#!/bin/sh\necho \"$0 $*\" >> '" << log().native()
           << "'\ncat > /dev/null 2>&1 < /dev/null\nexit 1\n";
    script.close();
    fs::permissions(program(), fs::perms::owner_all);
  }
  fs::path program() const { return folder_ / "program"; }
  // What it was called with; empty if it never ran.
  std::string calls() const {
    std::ifstream file(log());
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  fs::path log() const { return folder_ / "ran"; }

  TemporaryFolder folder_;
};

// Every setting known by which git's configuration or a file of the
// repository can name a program.
void plant(Git& git, const fs::path& git_dir, const fs::path& work_tree,
           const std::string& program) {
  for (const std::string key : {"core.fsmonitor",
                                "core.sshCommand",
                                "core.pager",
                                "core.editor",
                                "core.askPass",
                                "core.gitProxy",
                                "core.alternateRefsCommand",
                                "sequence.editor",
                                "diff.external",
                                "diff.custom.command",
                                "diff.custom.textconv",
                                "filter.custom.clean",
                                "filter.custom.smudge",
                                "filter.custom.process",
                                "merge.custom.driver",
                                "gpg.program",
                                "gpg.ssh.program",
                                "gpg.x509.program",
                                "gpg.ssh.defaultKeyCommand",
                                "credential.helper",
                                "uploadpack.packObjectsHook",
                                "remote.origin.uploadpack",
                                "remote.origin.receivepack",
                                "pager.cat-file",
                                "pager.rev-parse",
                                "pager.rev-list",
                                "pager.ls-files",
                                "pager.for-each-ref",
                                "pager.config",
                                "interactive.diffFilter",
                                "trailer.custom.command",
                                "trailer.custom.cmd",
                                "difftool.custom.cmd",
                                "mergetool.custom.cmd",
                                "hook.custom.command",
                                "browser.custom.cmd",
                                "man.custom.cmd",
                                "sendemail.smtpServer",
                                "instaweb.httpd",
                                "web.browser",
                                "submodule.sub.update"}) {
    git({"config", key, program});
  }
  git({"config", "core.fsmonitorHookVersion", "2"});
  git({"config", "hook.custom.event", "post-index-change"});
  git({"config", "log.showSignature", "true"});
  git({"config", "maintenance.auto", "true"});
  // What is said of single protocols is stronger than protocol.allow.
  for (const std::string protocol : {"file", "ext", "ssh", "git", "https"}) {
    git({"config", "protocol." + protocol + ".allow", "always"});
  }
  for (const std::string command :
       {"cat-file", "rev-parse", "rev-list", "ls-files", "for-each-ref",
        "config", "symbolic-ref", "count-objects"}) {
    git({"config", "alias." + command, "!" + program});
  }
  fs::create_directories(git_dir / "hooks");
  for (const std::string hook :
       {"post-index-change", "reference-transaction", "fsmonitor-watchman",
        "post-checkout", "pre-auto-gc"}) {
    fs::copy_file(program, git_dir / "hooks" / hook,
                  fs::copy_options::overwrite_existing);
  }
  fs::create_directories(git_dir / "info");
  std::ofstream(git_dir / "info/attributes")
      << "* diff=custom filter=custom merge=custom\n";
  if (fs::is_directory(work_tree)) {
    std::ofstream(work_tree / ".gitattributes")
        << "* diff=custom filter=custom merge=custom\n";
  }
}

// Asks everything there is to ask.
void read_everything(const std::string& backend, const Directory& directory,
                     const ObjectId& absent) {
  const auto repository = open_with(backend, directory);
  snapshot(*repository);
  for (const std::string revision :
       {"HEAD", "HEAD~1", "HEAD:a.txt", "HEAD~1:a.txt", "HEAD~2:a.txt",
        ":a.txt", "HEAD^{tree}", "nothing", "@{upstream}"}) {
    repository->resolve(revision);
  }
  repository->resolve(absent.hex());
  const auto reader = repository->reader();
  CHECK(reader->read(absent) == std::nullopt);
  CHECK(reader->header(absent) == std::nullopt);
  const ObjectId tree =
      parse_commit(reader->read(*repository->head()).value().bytes).tree;
  diff_tree_to_index(tree, repository->index(), repository->layout().id_size,
                     *reader);
  diff_trees(ObjectId(), tree, repository->layout().id_size, *reader);
}

}  // namespace

TEST_CASE("reading a repository runs no program that it names") {
  const std::string format = GENERATE("sha1", "sha256");
  const Marker marker;
  GitRepo origin(GitRepo::Options{"--object-format=" + format});
  origin.commit_file("a.txt", "first\n");
  const ObjectId absent = id_of(origin.git({"rev-parse", "HEAD:a.txt"}));
  origin.commit_file("a.txt", "second\n");
  origin.commit_file("folder/b.txt", "b\n");
  origin.git({"config", "uploadpack.allowFilter", "true"});
  // A partial clone: git fetches what is missing when it is asked for it.
  const fs::path clone = origin.beside("clone");
  const std::string filter = GENERATE("blob:none", "tree:0");
  origin.git({"clone", "-q", "--filter=" + filter,
              "file://" + origin.path().native(), clone});
  Git git(clone);
  git({"update-index", "--split-index", "--fsmonitor"});
  const std::string url =
      GENERATE("", "ext::PROGRAM %S", "ssh://example.invalid/x", "marker::x");
  plant(git, clone / ".git", clone, marker.program());
  // A remote helper is found on the PATH: "marker::x" runs git-remote-marker.
  TemporaryFolder helpers;
  fs::copy_file(marker.program(), helpers / "git-remote-marker");
  const EnvironmentVariable path(
      "PATH", helpers.path().native() + ":" + ::getenv("PATH"));
  if (!url.empty()) {
    std::string full = url;
    if (const auto at = full.find("PROGRAM"); at != std::string::npos) {
      full.replace(at, 7, marker.program().native());
    }
    git({"config", "remote.origin.url", full});
  }
  CAPTURE(format, filter, url);

  // That the marker is well planted: git itself runs it.
  git.run({"cat-file", "-p", absent.hex()});
  REQUIRE(marker.calls() != "");
  const std::string before = marker.calls();

  for (const std::string backend : {"git", "libgit2"}) {
    if (backend == "libgit2" && format == "sha256") continue;
    CAPTURE(backend);
    read_everything(backend, clone, absent);
    CHECK(marker.calls() == before);
    const CurrentFolder here(clone);
    read_everything(backend, std::nullopt, absent);
    CHECK(marker.calls() == before);
    const EnvironmentVariable git_dir("GIT_DIR", ".git");
    const EnvironmentVariable work_tree(
        "GIT_WORK_TREE",
        backend == "git" ? std::optional<std::string>(".") : std::nullopt);
    read_everything(backend, std::nullopt, absent);
    CHECK(marker.calls() == before);
  }
}

TEST_CASE("reading an index with a monitor set does not start it") {
  const Marker marker;
  GitRepo repo;
  repo.commit_file("a.txt", "a\n");
  repo.git({"config", "core.fsmonitor", marker.program()});
  repo.git({"config", "core.untrackedCache", "true"});
  repo.git({"update-index", "--fsmonitor"});
  repo.git({"status"});
  const std::string before = marker.calls();
  REQUIRE(before != "");
  repo.git({"update-index", "--split-index"});
  const std::string planted = marker.calls();
  for (const std::string backend : {"git", "libgit2"}) {
    index_text(*open_with(backend, repo.path()));
    snapshot(*open_with(backend, repo.path()));
  }
  CHECK(marker.calls() == planted);
}

TEST_CASE("reading changes nothing in the repository") {
  GitRepo repo;
  repo.commit_file("a.txt", "a\n");
  repo.add("b.txt", "b\n");
  repo.git({"update-index", "--split-index"});
  // A stale entry is what git would like to refresh, and write.
  repo.write("a.txt", "a\n");
  const auto state = [&] {
    std::string text;
    for (const auto& entry : fs::recursive_directory_iterator(repo.path())) {
      const std::string name = entry.path().filename();
      text += entry.path().native() + " ";
      if (entry.is_regular_file()) {
        text += xxh3_128(read_file(entry.path()).value()).hex();
      }
      // git marks the shared part of a split index as used.
      if (!name.starts_with("sharedindex.")) {
        const auto time = entry.last_write_time().time_since_epoch();
        text += " " + std::to_string(time.count());
      }
      text += "\n";
    }
    return text;
  };
  const std::string before = state();
  for (const std::string backend : {"git", "libgit2"}) {
    snapshot(*open_with(backend, repo.path()));
    CHECK(state() == before);
  }
}
