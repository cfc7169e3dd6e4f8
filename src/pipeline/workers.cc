#include "pipeline/workers.h"

#include <algorithm>
#include <atomic>

namespace gitward {
namespace {

// Below this a second thread costs more (an opened repository of its own)
// than it saves.
constexpr std::size_t kWorthSharing = 8;

}  // namespace

struct Workers::Job {
  std::size_t count = 0;
  // Neighbours lie near each other in storage, and their bases are cached.
  std::size_t grain = 1;
  const Work* work = nullptr;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;  // Guards what follows.
  std::size_t failed_at = 0;
  std::exception_ptr error;
};

Workers::Workers(const Repository* repository, unsigned threads)
    : repository_(repository),
      size_(threads != 0 ? threads
                         : std::max(1U, std::thread::hardware_concurrency())) {
  workers_.push_back(std::make_unique<Worker>());
  if (repository_ != nullptr) workers_[0]->objects = repository_->reader();
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_ready_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::start_threads() {
  while (workers_.size() < size_) {
    auto worker = std::make_unique<Worker>();
    worker->index = workers_.size();
    if (repository_ != nullptr) worker->objects = repository_->reader();
    workers_.push_back(std::move(worker));
    Worker& added = *workers_.back();
    threads_.emplace_back([this, &added] { run_thread(added); });
  }
}

const std::vector<std::unique_ptr<Worker>>& Workers::all() {
  start_threads();
  return workers_;
}

void Workers::run_thread(Worker& worker) {
  std::uint64_t joined = 0;
  std::unique_lock lock(mutex_);
  while (true) {
    work_ready_.wait(lock, [&] { return stopping_ || round_ != joined; });
    if (stopping_) return;
    joined = round_;
    Job& job = *job_;
    lock.unlock();
    take_part(job, worker);
    lock.lock();
    if (--busy_ == 0) work_done_.notify_one();
  }
}

void Workers::take_part(Job& job, Worker& worker) {
  while (!job.failed.load(std::memory_order_relaxed)) {
    const std::size_t begin = job.next.fetch_add(job.grain);
    if (begin >= job.count) return;
    const std::size_t end = std::min(job.count, begin + job.grain);
    std::size_t i = begin;
    try {
      for (; i < end; ++i) (*job.work)(worker, i);
    } catch (...) {  // Travels: for_each() throws it again.
      const std::lock_guard lock(job.mutex);
      if (!job.error || i < job.failed_at) {
        job.error = std::current_exception();
        job.failed_at = i;
      }
      job.failed = true;
    }
  }
}

void Workers::for_each(std::size_t count, const Work& work) {
  if (size_ == 1 || count < kWorthSharing) {
    for (std::size_t i = 0; i < count; ++i) work(own(), i);
    return;
  }
  start_threads();
  Job job;
  job.count = count;
  job.grain = std::clamp<std::size_t>(count / (size_ * 8), 1, 64);
  job.work = &work;
  {
    const std::lock_guard lock(mutex_);
    job_ = &job;
    ++round_;
    busy_ = threads_.size();
  }
  work_ready_.notify_all();
  take_part(job, own());
  std::unique_lock lock(mutex_);
  work_done_.wait(lock, [&] { return busy_ == 0; });
  job_ = nullptr;
  if (job.error) std::rethrow_exception(job.error);
}

}  // namespace gitward
