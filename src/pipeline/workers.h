// Threads that share out numbered pieces of work.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "git/repository.h"
#include "pipeline/clean_members.h"
#include "scan/scanner.h"

namespace gitward {

// What one thread works with, and shares with nobody.
struct Worker {
  std::size_t index = 0;  // Below Workers::size().
  ScanScratch scratch;
  // Where versions of the same archives are read; elsewhere few members come
  // twice, and it would cost more than it spares.
  std::optional<CleanMembers> clean_members;
  std::string buffer;  // For what is read: it keeps its memory.
  std::unique_ptr<ObjectReader> objects;  // None without a repository.

  ObjectReader& reader() { return *objects; }
};

// A pool. Results do not depend on the number of threads as long as work(i)
// writes only to what belongs to i, or adds to what belongs to the worker and
// is merged without regard to order.
// Not thread-safe itself: one thread owns it, and works too.
class Workers {
 public:
  // `threads` 0: one per core. Without a repository there are no readers.
  Workers(const Repository* repository, unsigned threads);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers();

  std::size_t size() const { return size_; }
  // The calling thread's own worker.
  Worker& own() { return *workers_.front(); }
  // All of them, for threads that are not of this pool, while no for_each()
  // runs.
  const std::vector<std::unique_ptr<Worker>>& all();

  // Calls work(worker, i) for every i below `count`, in any order. Little work
  // is done by the calling thread alone. An exception stops the others early
  // and comes out here: the one of the lowest i, if there are several.
  using Work = std::function<void(Worker&, std::size_t)>;
  void for_each(std::size_t count, const Work& work);

 private:
  struct Job;
  void start_threads();
  void run_thread(Worker& worker);
  static void take_part(Job& job, Worker& worker);

  const Repository* repository_;
  std::size_t size_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::thread> threads_;

  std::mutex mutex_;  // Guards what follows.
  std::condition_variable work_ready_;
  std::condition_variable work_done_;
  Job* job_ = nullptr;
  std::uint64_t round_ = 0;  // Counts jobs: a thread joins each once.
  std::size_t busy_ = 0;
  bool stopping_ = false;
};

}  // namespace gitward
